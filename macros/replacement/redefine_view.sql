{% macro redefine_view(existing) -%}
    {%- set target = this.incorporate(type='view') -%}
    {%- set intermediate = make_intermediate_relation(target) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ drop_relation_if_exists(load_cached_relation(intermediate)) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {{ get_create_view_as_sql(intermediate, sql) }}
    {%- endcall %}

    {#- A view can only grow at its end. -#}
    {%- set names = adapter.get_columns_in_relation(existing) | map(attribute='name') | list -%}
    {%- set new_names = adapter.get_columns_in_relation(intermediate) | map(attribute='name') | list -%}
    {%- if added_columns(existing, intermediate) is not none and new_names[:names | length] == names -%}
        {%- set to_drop = intermediate -%}
        {%- do run_query('create or replace view ' ~ target ~ ' as (' ~ sql ~ ')') -%}
    {%- else -%}
        {%- set to_drop = swap_relation(existing, intermediate, target) -%}
    {%- endif -%}

    {%- do apply_grants(target, config.get('grants'), should_revoke=True) -%}
    {%- do persist_docs(target, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ adapter.drop_relation(to_drop) }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmacro %}
