{#- What rounding leaves of the whole goes to the share named first. -#}
{% macro rounded_share(share, is_first, partition_by) -%}
    {{ round_to(
        round_to(share, 4)
        ~ ' + case when ' ~ is_first
        ~ ' then 1 - sum(' ~ round_to(share, 4) ~ ') over (partition by ' ~ partition_by ~ ') else 0 end',
        4
    ) }}
{%- endmacro %}
