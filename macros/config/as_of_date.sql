{% macro as_of_date() -%}
    {%- set given = run_option('as_of_date') -%}
    {%- set day = (given | string)[:10] if given else run_started_at.strftime('%Y-%m-%d') -%}
    {%- if not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', day) -%}
        {{ exceptions.raise_compiler_error(
            "var as_of_date is '" ~ given ~ "': give a day as YYYY-MM-DD, for example 2026-06-29."
        ) }}
    {%- endif -%}
    cast('{{ day }}' as date)
{%- endmacro %}
