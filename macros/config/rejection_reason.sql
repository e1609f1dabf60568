{% macro rejection_reason(key=[], occurred=[], not_negative=[], rules=[], deduplicate_by=[], row_key='row_key', kept_first='loaded_at desc nulls last') -%}
    case
        when fault is not null then fault
        {%- for column in key %}
        when {{ column }} is null then 'missing_key'
        {%- endfor %}
        {%- for column in occurred %}
        when cast({{ column }} as date) > {{ run_day() }} then 'impossible_time'
        {%- endfor %}
        {%- for column in not_negative %}
        when {{ column }} < 0 then 'negative_amount'
        {%- endfor %}
        {%- for rule in rules %}
        when {{ rule.condition }} then '{{ rule.reason }}'
        {%- endfor %}
        when row_number() over (
            partition by {% for column in deduplicate_by %}{{ column }}, {% endfor %}{{ row_key }}
            order by {{ kept_first }}, tie_break
        ) > 1 then 'duplicate'
    end
{%- endmacro %}
