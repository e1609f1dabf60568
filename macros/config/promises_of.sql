{#- Read from dbt's graph, which is empty while dbt parses: then nothing is run. What another project puts in the place of a
    model of ours promises what it says itself, be it nothing. -#}
{% macro promises_of(table) -%}
    {%- if execute -%}
        {%- set node = node_of(table) -%}
        {%- set promises = (node.config.meta or {}).get('grain') or {} -%}
        {%- if promises.key -%}
            {{ return(promises) }}
        {%- endif -%}
        {%- if node.package_name == 'bellwether' -%}
            {{ exceptions.raise_compiler_error(
                "Model " ~ table ~ " promises nothing: write config.meta.grain with its key (and not_null, accepted_values, "
                ~ "ranges, remedy) into " ~ (node.patch_path or "its yml") ~ ", or take it off this list."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return({}) }}
{%- endmacro %}
