{#- What sources declare: a new one brings its own, and no macro knows it. -#}
{% macro named_by_vars() -%}
    {%- set found = {} -%}
    {%- for node in graph.get('sources', {}).values() if 'named_by_vars' in node.source_meta -%}
        {%- for name, told in node.source_meta.named_by_vars.items() -%}
            {%- do found.update({name: dict(told, source=node.source_name)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
