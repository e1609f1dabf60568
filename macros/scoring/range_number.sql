{#- The range of a rubric in which a value lies, by the columns of int_rubric_bounds; null outside of all ranges. -#}
{% macro range_number(value, bounds) -%}
    case
        when {{ value }} is null or {{ bounds }}.n_ranges is null then null
        when {{ value }} < {{ bounds }}.lowest then null
        when {{ below_end(value, bounds, 1) }} then 1
        when {{ bounds }}.n_ranges = 1 then null
        when {{ below_end(value, bounds, 2) }} then 2
        when {{ bounds }}.n_ranges = 2 then null
        when {{ below_end(value, bounds, 3) }} then 3
        when {{ bounds }}.n_ranges = 3 then null
        when {{ below_end(value, bounds, 4) }} then 4
        when {{ bounds }}.n_ranges = 4 then null
        when {{ below_end(value, bounds, 5) }} then 5
        when {{ bounds }}.n_ranges = 5 then null
        when {{ below_end(value, bounds, 6) }} then 6
        when {{ bounds }}.n_ranges = 6 then null
        when {{ below_end(value, bounds, 7) }} then 7
        when {{ bounds }}.n_ranges = 7 then null
        when {{ below_end(value, bounds, 8) }} then 8
        when {{ bounds }}.n_ranges = 8 then null
        when {{ below_end(value, bounds, 9) }} then 9
        when {{ bounds }}.n_ranges = 9 then null
        when {{ below_end(value, bounds, 10) }} then 10
        when {{ bounds }}.n_ranges = 10 then null
        when {{ below_end(value, bounds, 11) }} then 11
        when {{ bounds }}.n_ranges = 11 then null
        when {{ below_end(value, bounds, 12) }} then 12
    end
{%- endmacro %}
