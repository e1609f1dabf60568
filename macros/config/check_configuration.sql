{#- Before anything runs, so that a wrong var is one message and not one for each staging model. -#}
{% macro check_configuration() -%}
    {%- if execute -%}
        {%- do check_capabilities() -%}
        {%- do as_of_date() -%}
        {%- do history_start() -%}
        {%- do restatement_weeks() -%}
        {%- do account_weeks_a_slice() -%}
        {%- do restate_from() -%}
        {%- if run_option('tested_snapshots') not in [none, 'all', 'open'] -%}
            {{ exceptions.raise_compiler_error(
                "var tested_snapshots is '" ~ run_option('tested_snapshots') ~ "': give all or open."
            ) }}
        {%- endif -%}
        {%- do check_raw_names() -%}
        {%- do check_whole_file() -%}
        {#- Asking the database may have opened a transaction, with which the rows of the next hook would be lost.
            Not every engine has one open here, and a commit without one is an error: so one is opened. -#}
        {%- call statement('open_transaction', auto_begin=true) -%} select 1 {%- endcall -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
{%- endmacro %}
