{% macro restate_from() -%}
    {%- set given = run_option('restate_from') -%}
    {%- set day = (given | string)[:10] if given else none -%}
    {%- if day and not modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', day) -%}
        {{ exceptions.raise_compiler_error(
            "var restate_from is '" ~ given ~ "': give a day as YYYY-MM-DD, for example 2026-03-02."
        ) }}
    {%- endif -%}
    cast({{ "'" ~ day ~ "'" if day else 'null' }} as date)
{%- endmacro %}
