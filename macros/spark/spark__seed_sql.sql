{#- dbt-spark binds an empty cell as the text None and an apostrophe as the end of a text: cells are
    written out here. -#}
{% macro spark__seed_sql(model, agate_table) -%}
    {%- set given = model['config'].get('column_types', {}) -%}
    create or replace table {{ this.render() }}
    {{ file_format_clause() }}
    {{ comment_clause() }}
    as
    select
        {%- for name in agate_table.column_names %}
        {%- set type = given.get(name, adapter.convert_type(agate_table, loop.index0)) %}
        cast({{ name }} as {{ type_of(type) }}) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from values
        {%- for row in agate_table.rows or [agate_table.column_names] %}
        (
            {%- for cell in row -%}
            {{ spark__text_literal(cell) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ',' if not loop.last }}
        {%- endfor %}
        as cells ({{ agate_table.column_names | join(', ') }})
    {%- if agate_table.rows | length == 0 %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
