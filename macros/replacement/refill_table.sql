{#- One transaction: a reader finds all rows as they were or as they are. -#}
{% macro refill_table(existing) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set intermediate = make_intermediate_relation(target) -%}
    {{ drop_relation_if_exists(load_cached_relation(intermediate)) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {{ get_create_table_as_sql(False, intermediate, sql) }}
    {%- endcall %}

    {%- set added = added_columns(existing, intermediate) -%}
    {%- if added is none -%}
        {%- do create_indexes(intermediate) -%}
        {%- set to_drop = swap_relation(existing, intermediate, target) -%}
    {%- else -%}
        {%- set to_drop = intermediate -%}
        {%- set columns = get_quoted_csv(adapter.get_columns_in_relation(intermediate) | map(attribute='name')) -%}
        {%- set refill -%}
            {%- for column in added %}
                alter table {{ target }} add column {{ adapter.quote(column.name) }} {{ column.data_type }};
            {%- endfor %}
            delete from {{ target }};
            insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ intermediate }}
        {%- endset -%}
        {%- do run_query(refill) -%}
    {%- endif -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do apply_grants(target, config.get('grants'), should_revoke=True) -%}
    {%- do persist_docs(target, model) -%}
    {{ adapter.commit() }}
    {{ adapter.drop_relation(to_drop) }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmacro %}
