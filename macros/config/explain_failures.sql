{% macro explain_failures(results) -%}
    {%- if execute -%}
        {%- for result in results if result.status | string == 'fail' and result.node.resource_type | string == 'test' -%}
            {%- set rows = run_query('select problem from (' ~ result.node.compiled_code ~ ') as failure limit 5') -%}
            {%- for row in rows.rows -%}
                {{ log(result.node.name ~ ': ' ~ row[0], info=true) }}
            {%- endfor -%}
            {%- if result.failures and result.failures > 5 -%}
                {{ log(result.node.name ~ ': and ' ~ (result.failures - 5) ~ ' more.', info=true) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
