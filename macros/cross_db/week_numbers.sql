{% macro week_numbers() -%}
    select 10 * tens.digit + ones.digit as week_number
    from (
        {%- for digit in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}
        select {{ digit }} as digit {%- if not loop.last %} union all {%- endif %}
        {%- endfor %}
    ) as ones
    cross join (
        {%- for digit in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}
        select {{ digit }} as digit {%- if not loop.last %} union all {%- endif %}
        {%- endfor %}
    ) as tens
{%- endmacro %}
