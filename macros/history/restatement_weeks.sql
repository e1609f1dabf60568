{% macro restatement_weeks() -%}
    {%- set given = var('restatement_weeks', 2) -%}
    {%- if not modules.re.fullmatch('[1-9][0-9]?', given | string) -%}
        {{ exceptions.raise_compiler_error(
            "var restatement_weeks is '" ~ given ~ "': give a whole number of weeks from 1 to 99, for example 2."
        ) }}
    {%- endif -%}
    {{ given }}
{%- endmacro %}
