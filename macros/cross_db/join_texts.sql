{#- concat_ws drops a null part on some engines, and is null with it on others. -#}
{% macro join_texts(separator, expressions) -%}
    {%- set led -%}
        {%- for expression in expressions -%}
            {{ ' || ' if not loop.first }}coalesce('{{ separator }}' || {{ expression }}, '')
        {%- endfor -%}
    {%- endset -%}
    nullif({{ without_lead(led, separator) }}, '')
{%- endmacro %}
