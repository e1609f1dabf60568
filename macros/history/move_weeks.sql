{#- Rows of one stored model that belong to an account's former weeks go to the account. -#}
{% macro move_weeks(relation, weeks) -%}
    {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
    {%- set ids = [] -%}
    {%- for name in names
        if name == 'subject_id' or (name.endswith('account_id') and name != 'product_account_id')
    -%}
        {%- do ids.append(name) -%}
    {%- endfor -%}
    {%- if 'account_hash' in names -%}
        {%- do ids.append('account_hash') -%}
    {%- endif -%}
    {%- for name in ids -%}
        {%- set known_by = 'account_hash' if name == 'account_hash' else 'account_id' -%}
        {%- set merged -%}
            merge into {{ relation }} as stored_rows
            using {{ weeks }} as moved
                on
                    stored_rows.{{ name }} = moved.former_{{ known_by }}
                    and stored_rows.snapshot_week = moved.snapshot_week
            when matched then update set {{ name }} = moved.{{ known_by }}
        {%- endset -%}
        {%- do run_query(merged) -%}
    {%- endfor -%}
{%- endmacro %}
