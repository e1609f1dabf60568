{% macro part_of(expression, separator, place) -%}
    {{ return(adapter.dispatch('part_of', 'bellwether')(expression, separator, place)) }}
{%- endmacro %}

{% macro default__part_of(expression, separator, place) -%}
    split_part({{ expression }}, '{{ separator }}', {{ place }})
{%- endmacro %}

{% macro bigquery__part_of(expression, separator, place) -%}
    coalesce(split({{ expression }}, '{{ separator }}')[safe_offset({{ place }} - 1)], '')
{%- endmacro %}
