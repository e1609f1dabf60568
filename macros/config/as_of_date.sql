{% macro as_of_date() -%}
    {%- set day = given_day('as_of_date', run_option('as_of_date'), '2026-06-29') -%}
    cast('{{ day or run_started_at.strftime('%Y-%m-%d') }}' as date)
{%- endmacro %}
