{#- The words that staging models use, in an engine's own. -#}
{% macro type_of(type) -%}
    {%- if type in ('text', 'id') -%}
        {{ type_text() }}
    {%- elif type == 'double precision' -%}
        {{ type_double() }}
    {%- elif type == 'timestamp' -%}
        {{ type_time() }}
    {%- else -%}
        {{ type }}
    {%- endif -%}
{%- endmacro %}
