{#- Before anything runs, so that a wrong var is one message and not one for each staging model. -#}
{% macro check_configuration() -%}
    {%- if execute -%}
        {%- do is_source_on('salesforce') -%}
        {%- do as_of_date() -%}
        {%- do history_start() -%}
        {%- do restatement_weeks() -%}
        {%- do restate_from() -%}
        {%- if run_option('tested_snapshots') not in [none, 'all', 'open'] -%}
            {{ exceptions.raise_compiler_error(
                "var tested_snapshots is '" ~ run_option('tested_snapshots') ~ "': give all or open."
            ) }}
        {%- endif -%}
        {%- do check_raw_names() -%}
        {#- Asking the database opens a transaction, with which the rows of the next hook would be lost. -#}
        {%- do run_query('select 1') -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}
