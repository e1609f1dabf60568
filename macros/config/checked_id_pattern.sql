{#- What is written like the accounts of a CRM with checked ids is one also after the company left that CRM. -#}
{% macro checked_id_pattern() -%}
    {%- set patterns = [] -%}
    {%- for node in graph.get('sources', {}).values()
        if 'has_checked_ids' in node.source_meta
        and 'account_id_pattern' in node.source_meta
        and node.source_meta.account_id_pattern not in patterns
    -%}
        {%- do patterns.append(node.source_meta.account_id_pattern) -%}
    {%- endfor -%}
    {{ return(patterns | join('|')) }}
{%- endmacro %}
