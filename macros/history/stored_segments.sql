{#- Segments for which earlier runs resolved rules; a typed empty set before the first one. -#}
{% macro stored_segments() -%}
    {%- set stored = stored_relation('int_scorecard_rules') -%}
    select
        {% if stored -%}
        segment
    from {{ stored }}
        {%- else -%}
        cast(null as {{ type_text() }}) as segment
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
