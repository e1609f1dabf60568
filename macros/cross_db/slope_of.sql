{#- Of least squares, over the rows that have both. -#}
{% macro slope_of(y, x) -%}
    {{ return(adapter.dispatch('slope_of', 'bellwether')(y, x)) }}
{%- endmacro %}

{% macro default__slope_of(y, x) -%}
    {%- set both = 'case when ' ~ y ~ ' is not null and ' ~ x ~ ' is not null then ' -%}
    {%- set n = 'count(' ~ both ~ '1 end)' -%}
    {%- set sum_x = 'sum(' ~ both ~ x ~ ' end)' -%}
    (
        {{ n }} * sum(({{ x }}) * ({{ y }})) - {{ sum_x }} * sum({{ both }}{{ y }} end)
    ) / nullif({{ n }} * sum({{ both }}({{ x }}) * ({{ x }}) end) - {{ sum_x }} * {{ sum_x }}, 0)
{%- endmacro %}

{% macro duckdb__slope_of(y, x) -%}
    regr_slope({{ y }}, {{ x }})
{%- endmacro %}

{% macro postgres__slope_of(y, x) -%}
    regr_slope({{ y }}, {{ x }})
{%- endmacro %}

{% macro snowflake__slope_of(y, x) -%}
    regr_slope({{ y }}, {{ x }})
{%- endmacro %}

{% macro spark__slope_of(y, x) -%}
    regr_slope({{ y }}, {{ x }})
{%- endmacro %}

{% macro redshift__slope_of(y, x) -%}
    {{ bellwether.default__slope_of(y, x) }}
{%- endmacro %}
