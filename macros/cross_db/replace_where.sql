{#- Rows of a query in place of those that a condition on `target_rows` names; a reader finds either
    all the old or all the new. -#}
{% macro replace_where(target_relation, new_relation, columns, condition, partition) -%}
    {{ return(adapter.dispatch('replace_where', 'bellwether')(
        target_relation, new_relation, columns, condition, partition
    )) }}
{%- endmacro %}

{% macro default__replace_where(target_relation, new_relation, columns, condition, partition) -%}
    {%- set names = get_quoted_csv(columns) -%}
    {%- set statements -%}
    {{ delete_rows(target_relation, condition) }};

    insert into {{ target_relation }} ({{ names }})
    select {{ names }}
    from {{ new_relation }}
    {%- endset -%}
    {{ in_one_transaction(statements) }}
{%- endmacro %}

{#- A delete and an insert would be two commits there. Partitions that hold such rows are written
    anew in one, with the rows that stay; the new rows may be a view that reads the table as it was.
    -#}
{% macro spark__replace_where(target_relation, new_relation, columns, condition, partition) -%}
    {%- set names = columns | join(', ') -%}
    {%- set question -%}
        select distinct target_rows.{{ partition }}
        from {{ target_relation }} as target_rows
        where {{ condition }}
    {%- endset -%}
    {%- set kind = 'date ' if partition == 'snapshot_week' else '' -%}
    {%- set touched = [] -%}
    {%- for value in run_query(question).columns[0].values() -%}
        {%- do touched.append(kind ~ "'" ~ value ~ "'") -%}
    {%- endfor -%}
    insert into {{ target_relation }}
    {%- if touched %} replace where {{ partition }} in ({{ touched | join(', ') }}) {%- endif %}
    select {{ names }}
    from {{ new_relation }}
    {%- if touched %}
    union all
    select {{ names }}
    from {{ target_relation }} as target_rows
    where target_rows.{{ partition }} in ({{ touched | join(', ') }})
        and not coalesce({{ condition }}, false)
    {%- endif %}
{%- endmacro %}
