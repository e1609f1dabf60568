{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'bellwether')(expression, pattern)) }}
{%- endmacro %}

{% macro default__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, {{ pattern_text(pattern) }})
{%- endmacro %}

{% macro postgres__matches(expression, pattern) -%}
    {{ expression }} ~ {{ pattern_text(pattern) }}
{%- endmacro %}

{#- regexp_like would have to match the whole text. -#}
{% macro snowflake__matches(expression, pattern) -%}
    regexp_instr({{ expression }}, {{ pattern_text(pattern) }}) > 0
{%- endmacro %}

{% macro bigquery__matches(expression, pattern) -%}
    regexp_contains({{ expression }}, {{ pattern_text(pattern) }})
{%- endmacro %}

{% macro spark__matches(expression, pattern) -%}
    {{ expression }} rlike {{ pattern_text(pattern) }}
{%- endmacro %}
