{#- Before anything runs, so that a wrong var is one message and not one for each staging model. -#}
{% macro check_configuration() -%}
    {%- if execute -%}
        {%- do is_source_on('salesforce') -%}
        {%- do as_of_date() -%}
        {%- do history_start() -%}
        {%- do restatement_weeks() -%}
        {%- do restate_from() -%}
    {%- endif -%}
{%- endmacro %}
