{% macro hours_between(from_timestamp, to_timestamp) -%}
    (
        cast(extract(epoch from {{ to_timestamp }}) as {{ type_double() }})
        - cast(extract(epoch from {{ from_timestamp }}) as {{ type_double() }})
    ) / 3600
{%- endmacro %}
