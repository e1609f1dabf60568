{% macro account_weeks_a_slice() -%}
    {%- set given = var('account_weeks_a_slice') -%}
    {%- if not modules.re.fullmatch('[1-9][0-9]{0,8}', given | string) -%}
        {{ exceptions.raise_compiler_error(
            "var account_weeks_a_slice is '" ~ given ~ "': give a whole number from 1 on, for example 50000."
        ) }}
    {%- endif -%}
    {{ given }}
{%- endmacro %}
