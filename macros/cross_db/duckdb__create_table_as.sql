{#- Tables of tens of millions of rows are filled slice by slice of snapshots: joined or sorted as a whole they would not
    fit in memory. The statements are one transaction, as the one statement is. -#}
{% macro duckdb__create_table_as(
    temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none
) -%}
    {%- set slices = slices_of_weeks() if config.get('meta', {}).get('is_filled_in_slices') else [] -%}
    {%- if slices | length < 2 -%}
        {{ return(dbt.duckdb__create_table_as(
            temporary, relation, compiled_code, language, partitioned_by, sorted_by
        )) }}
    {%- endif -%}
    {%- set filled = relation.include(database=not temporary, schema=not temporary) -%}
    {%- set is_promised = config.get('contract').enforced and not temporary -%}
    {%- set no_rows -%}
    select *
    from (
        {{ compiled_code }}
    ) as model_rows
    where 1 = 0
    {%- endset -%}
    {{ dbt.duckdb__create_table_as(temporary, relation, no_rows, language, partitioned_by, sorted_by) }};
    {%- for slice in slices %}
    insert into {{ filled }}
    select {{ model.columns | join(', ') if is_promised else '*' }}
    from (
        {{ compiled_code }}
    ) as model_rows
    where
        {% if slice.after_week %}snapshot_week > date '{{ slice.after_week }}'{% else %}1 = 1{% endif %}
        {% if slice.last_week %}and snapshot_week <= date '{{ slice.last_week }}'{% endif %};
    {%- endfor -%}
{%- endmacro %}
