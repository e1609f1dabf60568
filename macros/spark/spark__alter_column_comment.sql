{#- Each comment on a column would be a commit of its own, a thousand in a build: tables have theirs
    in the documentation alone, views in the statement that makes them. -#}
{% macro spark__alter_column_comment(relation, column_dict) -%}
{%- endmacro %}
