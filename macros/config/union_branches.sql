{#- Whoever brings a source writes its branches and names them in var source_branches; what reads an entity stays as it is. -#}
{% macro union_branches(entity, columns) -%}
    {%- set branches = [] -%}
    {%- for source_name, entities in var('source_branches').items() if entity in entities -%}
        {%- do branches.append(entity ~ '__' ~ source_name) -%}
    {%- endfor -%}
    {%- if not branches -%}
        {{ exceptions.raise_compiler_error(
            "var source_branches names no branch of " ~ entity ~ ": give it to the source that has a model "
            ~ entity ~ "__<source>, as dbt_project.yml of Bellwether does."
        ) }}
    {%- endif -%}
    {%- for branch in branches -%}
    {{ "\n\nunion all\n\n" if not loop.first }}select
        {{ columns | join(',\n        ') }}
    from {{ ref(branch) }}
    {%- endfor -%}
{%- endmacro %}
