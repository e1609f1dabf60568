{% macro raw_text(expression, kind) -%}
    {{ return("cast(timezone('UTC', " ~ expression ~ ') as text)' if kind == 'timestamptz' else 'cast(' ~ expression ~ ' as text)') }}
{%- endmacro %}
