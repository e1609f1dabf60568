{% macro history_start() -%}
    {%- set given = var('history_start', none) -%}
    {%- set day = (given | string)[:10] if given else none -%}
    {%- if day and not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', day) -%}
        {{ exceptions.raise_compiler_error(
            "var history_start is '" ~ given ~ "': give a day as YYYY-MM-DD, for example 2025-01-06."
        ) }}
    {%- endif -%}
    cast({{ "'" ~ day ~ "'" if day else 'null' }} as date)
{%- endmacro %}
