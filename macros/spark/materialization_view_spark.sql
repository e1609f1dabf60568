{#- A view is planned anew by whoever reads it, and a stack of them takes Spark longer to plan than
    to compute: what stands above staging, which each run builds, is stored. Staging stays a view,
    so that it shows what lands between two runs. -#}
{% materialization view, adapter='spark' %}
    {%- if model.fqn[1] == 'staging' -%}
        {{ return(create_or_replace_view()) }}
    {%- endif -%}
    {{ return(materialization_table_spark()) }}
{% endmaterialization %}
