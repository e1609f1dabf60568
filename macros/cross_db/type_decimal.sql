{% macro type_decimal(precision, scale) -%}
    {{ return(adapter.dispatch('type_decimal', 'bellwether')(precision, scale)) }}
{%- endmacro %}

{% macro default__type_decimal(precision, scale) -%}
    decimal({{ precision }}, {{ scale }})
{%- endmacro %}

{#- A numeric has 29 digits before the point and 9 after it. -#}
{% macro bigquery__type_decimal(precision, scale) -%}
    {{ 'bignumeric' if scale > 9 or precision - scale > 29 else 'numeric' }}({{ precision }}, {{ scale }})
{%- endmacro %}
