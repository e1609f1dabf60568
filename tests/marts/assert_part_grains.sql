-- Parts of one mart, in a file of their own: their SQL stands in the test's, which linting bounds.
{% set tables = [
    'int_case_study_eligibility_weekly',
    'int_playbooks_weekly',
    'int_version_differences',
] %}

{{ grain_problems_of(tables) }}
