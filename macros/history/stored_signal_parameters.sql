{#- What was in force when the last run ended; a typed empty set before the first one. -#}
{% macro stored_signal_parameters() -%}
    {%- set stored = stored_relation('int_signal_parameters') -%}
    select
        {% if stored -%}
        segment, signal_id, parameter, value, effective_from, effective_to
    from {{ stored }}
        {%- else -%}
        cast(null as {{ type_text() }}) as segment,
        cast(null as {{ type_text() }}) as signal_id,
        cast(null as {{ type_text() }}) as parameter,
        cast(null as {{ type_double() }}) as value,
        cast(null as date) as effective_from,
        cast(null as date) as effective_to
    from {{ one_row() }}
    where 1 = 0
        {%- endif %}
{%- endmacro %}
