-- Versions, rules and scored cells. int_category_scores, and so every sum, waits for it.
{% set tables = ['int_scorecard_versions_weekly', 'int_scorecard_rules', 'int_scored_cells'] %}

{{ grain_problems_of(tables) }}
