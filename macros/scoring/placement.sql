{#- Ranks among all less ranks within the own class leave those of the other class. -#}
{% macro placement(score, is_event, partition_by) -%}
    {%- set own_class = partition_by ~ ', ' ~ is_event -%}
    {%- set share_below -%}
        (
            {{ peers_below(score, partition_by) }} - {{ peers_below(score, own_class) }}
            + cast({{ peers_equal(score, partition_by) }} - {{ peers_equal(score, own_class) }} as {{ type_double() }}) / 2
        ) / nullif({{ peers_counted(score, partition_by) }} - {{ peers_counted(score, own_class) }}, 0)
    {%- endset -%}
    case when {{ is_event }} then 1 - {{ share_below }} else {{ share_below }} end
{%- endmacro %}
