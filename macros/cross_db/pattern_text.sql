{% macro pattern_text(pattern) -%}
    {{ return(adapter.dispatch('pattern_text', 'bellwether')(pattern)) }}
{%- endmacro %}

{% macro default__pattern_text(pattern) -%}
    '{{ pattern }}'
{%- endmacro %}

{#- In a literal a backslash escapes the sign after it. Not $$...$$, which would end at a pattern's own last $. -#}
{% macro snowflake__pattern_text(pattern) -%}
    '{{ pattern | replace('\\', '\\\\') }}'
{%- endmacro %}

{% macro bigquery__pattern_text(pattern) -%}
    r'''{{ pattern | replace("''", "'") }}'''
{%- endmacro %}

{#- Java names the classes of signs otherwise, and takes a bare [ in a class for the start of another. -#}
{% macro spark__pattern_text(pattern) -%}
    {%- set signs = pattern | replace('[:space:]', '\\s') | replace('[:cntrl:]', '\\p{Cntrl}')
        | replace('@[-', '@\\[-') -%}
    {%- set quote = '"' if "''" in signs else "'" -%}
    r{{ quote }}{{ signs | replace("''", "'") }}{{ quote }}
{%- endmacro %}

{% macro redshift__pattern_text(pattern) -%}
    '{{ pattern | replace('\\', '\\\\') }}'
{%- endmacro %}
