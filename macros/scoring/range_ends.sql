{#- Upper ends of at most twelve ranges side by side, of rows that a `group by` brings together. -#}
{% macro range_ends(number, end, is_included) -%}
    max(case when {{ number }} = 1 then {{ end }} end) as end_1,
    max(case when {{ number }} = 2 then {{ end }} end) as end_2,
    max(case when {{ number }} = 3 then {{ end }} end) as end_3,
    max(case when {{ number }} = 4 then {{ end }} end) as end_4,
    max(case when {{ number }} = 5 then {{ end }} end) as end_5,
    max(case when {{ number }} = 6 then {{ end }} end) as end_6,
    max(case when {{ number }} = 7 then {{ end }} end) as end_7,
    max(case when {{ number }} = 8 then {{ end }} end) as end_8,
    max(case when {{ number }} = 9 then {{ end }} end) as end_9,
    max(case when {{ number }} = 10 then {{ end }} end) as end_10,
    max(case when {{ number }} = 11 then {{ end }} end) as end_11,
    max(case when {{ number }} = 12 then {{ end }} end) as end_12,
    max(case when {{ number }} = 1 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_1_included,
    max(case when {{ number }} = 2 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_2_included,
    max(case when {{ number }} = 3 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_3_included,
    max(case when {{ number }} = 4 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_4_included,
    max(case when {{ number }} = 5 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_5_included,
    max(case when {{ number }} = 6 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_6_included,
    max(case when {{ number }} = 7 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_7_included,
    max(case when {{ number }} = 8 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_8_included,
    max(case when {{ number }} = 9 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_9_included,
    max(case when {{ number }} = 10 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_10_included,
    max(case when {{ number }} = 11 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_11_included,
    max(case when {{ number }} = 12 and {{ is_included }} then 1 else 0 end) = 1
        as is_end_12_included
{%- endmacro %}
