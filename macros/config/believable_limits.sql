{#- Wide enough for any company and narrow enough that no sum, product or day after overflows: 10^13 is 100 billion in
    cents, a biller's longest interval has 1,095 days; a fraction holds whole numbers of 15 digits exactly. -#}
{% macro believable_limits() -%}
    {%- set time = {'first': '1990-01-01', 'after': '2200-01-01', 'after_open_end': after_every_time()} -%}
    {{ return({
        'timestamp': time,
        'date': time,
        'integer': '1100',
        'id': '1000000000000000',
        'bigint': '10000000000000',
        'double precision': '10000000000000',
    }) }}
{%- endmacro %}
