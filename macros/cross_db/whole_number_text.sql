{#- A whole number that landed as a fraction reads `2182162682.0` on one engine and `2182162682` on another. -#}
{% macro whole_number_text(expression, kind='text') -%}
    {%- set limit = believable_limits().id -%}
    {%- set number = expression if kind == 'double' else as_number(expression, kind) -%}
    {%- if kind in ('double', 'decimal') -%}
        case
            when {{ number }} between -{{ limit }} and {{ limit }} and {{ number }} = floor({{ number }})
                then cast(cast({{ number }} as bigint) as {{ type_text() }})
        end
    {%- elif kind == 'text' -%}
        {%- set text = 'trim(cast(' ~ expression ~ ' as ' ~ type_text() ~ '))' -%}
        case
            when {{ matches(text, '^[0-9]+[.]0+$') }} then {{ part_of(text, '.', 1) }}
            else nullif({{ text }}, '')
        end
    {%- else -%}
        {{ raw_text(expression, kind) }}
    {%- endif -%}
{%- endmacro %}
