{#- dbt-spark leaves out hooks that ask for no transaction; it has none, so they run after the
    others. -#}
{% materialization table, adapter='spark' %}
    {%- set made = dbt.materialization_table_spark() -%}
    {%- for hook in post_hooks if not hook.transaction -%}
        {%- set sql = render(hook.get('sql')) | trim -%}
        {%- if sql -%}
            {%- do run_query(sql) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(made) }}
{% endmaterialization %}
