-- What fct_account_scores reads beside the sums of signals. It waits for this.
{% set tables = ['int_score_overrides', 'int_card_coverage_weekly'] %}

{{ grain_problems_of(tables) }}
