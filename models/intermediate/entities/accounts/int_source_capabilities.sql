{{ config(materialized='table') }}
{%- set declared = source_capabilities() if execute else {} -%}
{%- set order = var('bellwether_sources') -%}

with capabilities as (
    {% for source, names in declared.items() %}
        {% for capability in names %}
            {%- set is_asked = source in sources_for(capability) %}
            select
                '{{ source }}' as source,
                '{{ capability }}' as capability,
                {{ 'true' if is_asked and is_landed_for(source, capability) else 'false' }}
                    as is_used,
                cast({{ order.index(source) + 1 if source in order else 'null' }} as integer)
                    as place
            union all
        {% endfor %}
    {% endfor %}
    -- Types, where a project declares nothing.
    select
        cast(null as {{ type_text() }}) as source,
        cast(null as {{ type_text() }}) as capability,
        false as is_used,
        cast(null as integer) as place
),

final as (
    select
        source,
        capability,
        is_used,
        place
    from capabilities
    where source is not null
)

select * from final
