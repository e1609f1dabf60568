{#- Other columns than before: views on them cannot stay. What was granted is granted again. -#}
{% macro swap_relation(existing, intermediate, target) -%}
    {%- set backup = make_backup_relation(target, existing.type) -%}
    {%- set grants = grants_on(existing) -%}
    {%- set dropped = foreign_views_on(existing) -%}
    {{ adapter.drop_relation(backup) }}
    {{ adapter.rename_relation(existing, backup) }}
    {{ adapter.rename_relation(intermediate, target) }}
    {%- for grant in grants -%}
        {%- do run_query(grant) -%}
    {%- endfor -%}
    {%- if dropped -%}
        {{ exceptions.warn(
            "Columns of " ~ target.schema ~ "." ~ target.identifier ~ " were taken away or changed their type, so these views"
            ~ " on it were dropped: " ~ dropped | join(', ') ~ ". Create them again."
        ) }}
    {%- endif -%}
    {{ return(backup) }}
{%- endmacro %}
