{% macro share_of_max_of(value, partition_by='', scale=100, better_when='higher') -%}
    {%- set peers = 'partition by ' ~ partition_by if partition_by -%}
    {{ share_of_max_score(
        value,
        'max(' ~ value ~ ') over (' ~ peers ~ ')',
        scale,
        rankable('1', better_when) ~ ' < 0',
    ) }}
{%- endmacro %}
