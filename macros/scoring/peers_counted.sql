{% macro peers_counted(value, partition_by='') -%}
    count({{ value }}) over ({{ 'partition by ' ~ partition_by if partition_by }})
{%- endmacro %}
