{#- What is too large to be a number of this world has no text. -#}
{% macro value_text(value, unit, currency) -%}
    case
        when not abs({{ value }}) < 1e15 then null
        when {{ unit }} = 'percent' then {{ short_points_text(value) }} || '%'
        when {{ unit }} = 'share of benchmark'
            then {{ short_points_text('100 * ' ~ value) }} || '% of the benchmark'
        when {{ unit }} = 'ratio' then cast(cast({{ round_to(value, 2) }} as {{ type_decimal(18, 2) }}) as {{ type_text() }})
        when {{ unit }} = 'currency a year'
            then {{ short_points_text(value) }} || coalesce(' ' || {{ currency }}, '') || ' a year'
        when {{ round_to(value, 1) }} = 1 and {{ unit }} like '%ies'
            then '1 ' || replace({{ unit }}, 'ies', 'y')
        when {{ round_to(value, 1) }} = 1 and {{ unit }} like '%s'
            then '1 ' || left({{ unit }}, length({{ unit }}) - 1)
        else {{ short_points_text(value) }} || coalesce(' ' || {{ unit }}, '')
    end
{%- endmacro %}
