{% macro is_in_range(value, lower, upper, lower_exclusive='false', upper_inclusive='false') -%}
    (
        {{ value }} is not null
        and (
            {{ lower }} is null
            or {{ value }} > {{ lower }}
            or ({{ value }} = {{ lower }} and not {{ lower_exclusive }})
        )
        and (
            {{ upper }} is null
            or {{ value }} < {{ upper }}
            or ({{ value }} = {{ upper }} and {{ upper_inclusive }})
        )
    )
{%- endmacro %}
