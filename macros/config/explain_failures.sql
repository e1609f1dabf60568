{% macro explain_failures(results) -%}
    {%- if execute -%}
        {%- for result in results
            if result.status | string in ('fail', 'warn')
            and result.node.resource_type | string == 'test'
            and 'as problem' in (result.node.compiled_code or '')
        -%}
            {%- set rows = run_query('select problem from (' ~ result.node.compiled_code ~ ') as failure limit 5') -%}
            {%- for row in rows.rows -%}
                {{ log('Problem found by ' ~ result.node.name ~ ': ' ~ row[0], info=true) }}
            {%- endfor -%}
            {%- if result.failures and result.failures > 5 -%}
                {{ log('Problem found by ' ~ result.node.name ~ ': and ' ~ (result.failures - 5) ~ ' more.', info=true) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
